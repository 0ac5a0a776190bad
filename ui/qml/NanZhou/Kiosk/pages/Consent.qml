pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// Separate consent before a face check. Refusing is as easy as agreeing.
KioskPage {
    id: root
    heading: qsTr("同意用人脸核对身份吗？")
    lead: qsTr("%1，您好。这次办理需要确认是您本人。").arg(page.name_masked)

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: points.implicitHeight + 96
        ColumnLayout {
            id: points
            anchors { fill: parent; leftMargin: 48; rightMargin: 48; topMargin: 48; bottomMargin: 48 }
            spacing: 26
            Item { Layout.fillHeight: true }
            Point {
                Layout.fillWidth: true
                symbol: "scan-face"
                tint: Theme.good
                heading: qsTr("做什么用")
                sentence: qsTr("只用来比对：您和身份证上的照片是不是同一个人。")
            }
            Item { Layout.fillHeight: true }
            Point {
                Layout.fillWidth: true
                symbol: "shield-check"
                tint: Theme.good
                heading: qsTr("留下什么")
                sentence: qsTr("什么都不留。画面和人脸数据不保存、不上传，离开时清除。")
            }
            Item { Layout.fillHeight: true }
            Point {
                Layout.fillWidth: true
                symbol: "users"
                tint: Theme.good
                heading: qsTr("不同意也能办")
                sentence: qsTr("可以改用服务密码、短信验证码，或到人工窗口办理。")
            }
            Item { Layout.fillHeight: true }
        }
    }
    actions: [
        KioskButton {
            objectName: "action_refuse"
            Layout.fillWidth: true
            Layout.fillHeight: true
            look: KioskButton.Ink
            symbol: "x"
            text: qsTr("不同意，换种方式")
            onClicked: Shell.answer("refuse")
        },
        KioskButton {
            objectName: "action_next"
            Layout.fillWidth: true
            Layout.fillHeight: true
            symbol: "check"
            text: qsTr("同意，开始核对")
            onClicked: Shell.answer("next")
        }
    ]
}
