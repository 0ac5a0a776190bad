pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// The helper has helped: the screen is the resident's again.
KioskPage {
    id: root
    heading: qsTr("请把屏幕交还给本人")
    lead: qsTr("%1 帮忙到这里，接下来由本人自己看、自己按。").arg(page.helper_masked)

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: 420
        HandBackDrawing {
            anchors { fill: parent; margins: 44 }
        }
    }
    actions: KioskButton {
        objectName: "action_next"
        Layout.fillWidth: true
        Layout.fillHeight: true
        symbol: "user-round-check"
        text: root.page.name_masked === "" ? qsTr("我是本人，继续") : qsTr("我是 %1，继续").arg(root.page.name_masked)
        onClicked: Shell.answer("next")
    }
}
