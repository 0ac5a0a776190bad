pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// The PIN of the staff card that is in the reader.
KioskPage {
    id: root
    property string digits
    readonly property string problem: digits === "" ? Theme.say(page.problem) : ""
    heading: qsTr("维护模式")
    lead: qsTr("%1，请输入工作卡密码。取出卡就退出。").arg(page.staff)
    onRenewed: digits = ""

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: inner.implicitHeight + 72
        ColumnLayout {
            id: inner
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 48; rightMargin: 48 }
            spacing: 30
            CodeBoxes {
                objectName: "code"
                Layout.alignment: Qt.AlignHCenter
                Layout.preferredWidth: Math.min(root.wide ? 820 : 880, parent.width)
                Layout.preferredHeight: box * 1.16
                digits: root.digits
                length: root.page.most
                secret: true
                wrong: root.problem !== ""
            }
            Banner {
                Layout.fillWidth: true
                mood: Banner.Problem
                text: root.problem
            }
        }
    }
    Keypad {
        Layout.fillWidth: true
        flat: root.wide
        keyHeight: root.wide ? 112 : root.lowered ? 100 : Theme.elder ? 106 : 124
        onTyped: digit => { if (root.digits.length < root.page.most) root.digits += digit; }
        onErased: root.digits = root.digits.slice(0, -1)
        onCleared: root.digits = ""
    }
    actions: KioskButton {
        objectName: "action_fill"
        Layout.fillWidth: true
        Layout.fillHeight: true
        enabled: root.digits.length >= root.page.least
        text: qsTr("进入")
        onClicked: Shell.fill({ code: root.digits })
    }
}
