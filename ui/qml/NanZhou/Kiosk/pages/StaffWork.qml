pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// Something takes a while: how far it is.
KioskPage {
    id: root
    heading: Theme.say(page.doing)
    lead: page.total ? qsTr("已完成 %1 个，共 %2 个").arg(page.done.length).arg(page.total) : ""

    Panel {
        Layout.fillWidth: true
        visible: root.page.done.length === 0
        Layout.fillHeight: true
        implicitHeight: 420
        ProgressRing {
            anchors.centerIn: parent
        }
    }
    FactTable {
        Layout.fillWidth: true
        visible: root.page.done.length > 0
        facts: root.page.done
    }
    Item { Layout.fillHeight: true; visible: root.page.done.length > 0 }
}
